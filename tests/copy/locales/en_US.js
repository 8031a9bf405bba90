export default {
  hooks: {
    url_label: 'Hook URL',
    url_help: `Parcelway calls this URL
      when ${parcel} arrives.`,
  },
};
