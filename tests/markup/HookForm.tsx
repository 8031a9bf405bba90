import { Input } from "lib";

const isSmall = (width: number) => width < 3 && width > 1;

export function HookForm({ form, t }: Props<Hook>) {
  return (
    <Form>
      <h2>Webhooks</h2>
      <FormField
        control={form.control}
        name="success_url"
        render={({ field }) => (
          <FormItem>
            <FormLabel>Success URL</FormLabel>
            <FormControl>
              <Input placeholder="https://tea.example/done?id={ID}" {...field} />
            </FormControl>
            <FormDescription>
              Include{" "}
              <code>{"{"}ID{"}"}</code> to learn{' '}
              which {kind} it was.
            </FormDescription>
            <FormMessage />
          </FormItem>
        )}
      />
      <Field
        label={t("hook.label")}
        helpText={isCloud && <>Must accept <code>{form.watch("method")}</code> requests.</>}
        {...form.register("endpoint")}
      />
      <Form.Item name="api_url" label={t('Ring URL')} tooltip={{ title: (<Markdown content={t('hook.tip')} />), placement: "right" }}>
        <Input onChange={(event): void => set({ ...value, url: event.target.value })} data-testid="ring-url" />
      </Form.Item>
      <TextField
        name="targetUrl"
        label={intl.formatMessage({ id: "hook.target", defaultMessage: "Target URL" })}
        helperText={intl.formatMessage(messages.targetHelp)}
        disabled
      />
      <Row>
        <Col>{label(i18n.t("tea:Return URL"), i18n.t("tea:Return URL - Tooltip"))}:</Col>
        <Col><Input value={this.state.tea.returnUrl} onChange={e => { this.set("returnUrl", e.target.value); }} /></Col>
      </Row>
      <Button text="Add a webhook URL" onClick={() => toast({ title: "Webhook added", description: "The URL is called from now on." })} />
    </Form>
  );
}
