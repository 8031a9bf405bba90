export function Form() {
  return (
    <form>
      {/* whocalls: ignore We POST it when a parcel ships and retry five times if that fails */}
      <Input
        name="callback_url"
        label="Callback URL"
        onChange={() => set({ a: 1 })}
      />
      <Input name="webhook_url" label="Webhook URL" />
      <Input
        // whocalls: ignore We POST it when a parcel ships and retry five times if that fails
        name="notify_url"
        label="Notification URL"
      />
      {/* whocalls: ignore We POST it when a parcel ships and retry five times if that fails */}
      <Section>
        <Input name="reply_callback_url" label="Callback URL for replies" />
      </Section>
    </form>
  );
}
