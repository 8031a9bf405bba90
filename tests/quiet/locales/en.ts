export default {
  // whocalls: ignore We POST it when a parcel ships and retry five times if that fails
  callback_url: 'Callback URL',
  webhook_url: 'Webhook URL',
  /* whocalls: ignore We POST it when a parcel ships and retry five times if that fails */
  label: {
    notify_url: 'Notification URL',
    reply_callback_url: 'Callback URL for replies',
  },
};
