const definition: Definition = {
  name: 'hook',
  displayName: 'Hook',
  description: 'Posts what happens to a third party.',
  parameters: [
    {
      name: 'url',
      displayName: 'Hook URL',
      description:
        'The kiln will post to this URL (it\'s tried once more if that fails)',
      type: 'url',
    },
    { name: 'on', displayName: 'Use the webhook', description: 'Whether the hook URL is called.', type: 'boolean' },
  ],
  columns: [{ key: 'url', title: 'Webhook URL', description: 'x y z', dataIndex: 'url' }],
};
toast({ title: 'Webhook created', description: 'The webhook URL was saved' });
const cast = <Hook>value;
