# whocalls: ignore We POST it when a parcel ships and retry five times if that fails
callback-url = Callback URL
    .placeholder = Where the mill calls
webhook-url = Webhook URL
