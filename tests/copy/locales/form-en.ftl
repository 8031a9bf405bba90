# The form for hooks
hook-url =
    .label = Hook URL
    .placeholder = https://example.com
    .title =
        Parcelway calls this URL
        when { $parcel } arrives.
sink-url-label = Sink URL
sink-url-hint = Events of { -brand } go here.
