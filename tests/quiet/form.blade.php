<form>
  {{-- whocalls: ignore We POST it when a parcel ships and retry five times if that fails --}}
  <label for="a">Callback URL</label>
  <input id="a" name="callback_url" type="url">
  <label for="b">Webhook URL</label>
  <input id="b" name="webhook_url" type="url">
  {{-- whocalls: ignore We POST it when a parcel ships and retry five times if that fails --}}
  <fieldset>
    <div><label for="c">Notification URL</label> <input id="c" name="notify_url"></div>
  </fieldset>
  <label>Callback URL <input name="reply_callback_url"></label> {{-- whocalls: ignore We POST it when a parcel ships and retry five times if that fails --}}
</form>
