//! The hard parts of recognition, each with sentences of its own: what a careful reader would say, yes and no.

use whocalls::field::{Fact, Kind};
use whocalls::lint::survey;
use whocalls::recognise::facts::facts_in_words;
use whocalls::rulebook::Rulebook;
use whocalls::source::Source;
use whocalls::{config::Settings, lint::Survey};

/// Checks that each sentence states the fact, or does not.
#[track_caller]
fn check(fact: Fact, kind: Kind, callers: &[&str], cases: &[(bool, &str)]) {
    let callers: Vec<String> = callers.iter().map(ToString::to_string).collect();
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(stated, sentence)| {
            let facts = facts_in_words(sentence, kind, Rulebook::built_in().phrases(), &callers);
            let found = facts.of(fact);
            (found.is_some() != stated).then(|| format!("{sentence:?} -> {:?}", found.map(|found| &found.quote)))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} are misread:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn the_caller_of_a_webhook_is_a_named_party() {
    check(
        Fact::Caller,
        Kind::Webhook,
        &["parcelway"],
        &[
            (true, "We will call this URL when the scan is done."),
            (true, "Our servers request it once a day."),
            (true, "The dispatch service then sends the label here."),
            (true, "Parcelway POSTs each scan to it; Parcelway sends a copy to the depot."),
            (true, "parcelway sends the label to this address"),
            (true, "When a parcel is lost, Acme Logistics notifies this endpoint."),
            (true, "An address that is called by Acme for every scan."),
            (true, "Scans from Acme arrive here as requests from our gateway."),
            (true, "{{brand}} sends a request to this URL."),
            (true, "The URL that we should call."),
            (true, "Where you would like us to send the label."),
            (true, "The tracking worker picks up the job and posts it here."),
            (false, "The webhook sends the label to your server."),
            (false, "The callback will be sent when the scan is done."),
            (false, "Your server calls our API with this value."),
            (false, "You call this endpoint when you are done."),
            (false, "The URL to be notified of scans."),
            (false, "Address that will receive scans."),
            (false, "Another server posts to it."),
            (false, "A Parcel Label is created when the scan is received."),
            (false, "The client ignores this value."),
        ],
    );
}

#[test]
fn the_caller_of_a_redirect_is_a_person_or_a_browser() {
    check(
        Fact::Caller,
        Kind::Redirect,
        &[],
        &[
            (true, "Where the guest is redirected after booking."),
            (true, "URL to redirect the member to."),
            (true, "The browser will be sent to this page."),
            (true, "Page to which the shopper returns."),
            (true, "We redirect to it after the login."),
            (true, "The authorization server sends the user agent back to it."),
            (true, "The page you want signers taken to."),
            (false, "Page shown when the user logs out."),
            (false, "Redirect URL after login."),
            (false, "URL to redirect to after the booking."),
            (false, "An OAuth redirect URI of the client."),
        ],
    );
}

#[test]
fn a_method_is_named_or_pointed_at() {
    check(
        Fact::Method,
        Kind::Webhook,
        &[],
        &[
            (true, "We send an HTTP PUT to this URL."),
            (true, "The label is POSTed here."),
            (true, "The scan will be posted to this address."),
            (true, "We call it using the `scan_method`."),
            (true, "Requested with the method in `config.method`."),
            (true, "Uses `GET` unless told otherwise."),
            (false, "The address of the nearest post office."),
            (false, "We send an HTTP request to this URL."),
            (false, "Get the status of the parcel from it."),
            (false, "The URL of a blog post."),
            (false, "`GET /parcels` returns the same list."),
        ],
    );
    check(
        Fact::Method,
        Kind::Redirect,
        &[],
        &[
            (true, "The guest is sent back to this page."),
            (true, "Redirects the member here after the vote."),
            (true, "The browser returns to this URL."),
            (false, "Redirect URI of the client."),
            (false, "Used in redirect-based flows."),
            (false, "Allowed redirect URLs, one a line."),
        ],
    );
}

#[test]
fn a_trigger_is_a_happening() {
    check(
        Fact::Trigger,
        Kind::Webhook,
        &[],
        &[
            (true, "Called when a parcel leaves the depot."),
            (true, "Called whenever the label changes."),
            (true, "Called once the scan has finished."),
            (true, "Called after pick-up."),
            (true, "Called upon delivery of the parcel."),
            (true, "Called if the parcel is lost."),
            (true, "Called on every change of address."),
            (true, "For each scan we send one request."),
            (true, "If the parcel is lost, we call this URL."),
            (true, "Receives delivery receipts."),
            (true, "The address for payment status updates."),
            (true, "Receives the events you subscribed to."),
            (true, "Called as soon as the label is printed."),
            (false, "Required when `mode` is `push`."),
            (false, "When left empty, the default is used."),
            (false, "If supplied, it overrides the account's URL."),
            (false, "Called when an event occurs."),
            (false, "URL to receive webhooks."),
            (false, "URL to receive all notifications."),
            (false, "If the endpoint does not answer, we try again."),
            (false, "We give up after three attempts."),
            (false, "Only set if you need it."),
        ],
    );
}

#[test]
fn a_failure_is_what_happens_when_the_call_fails() {
    check(
        Fact::Failure,
        Kind::Webhook,
        &[],
        &[
            (true, "We retry three times."),
            (true, "Deliveries that fail are attempted again with exponential back-off."),
            (true, "Any status other than 2xx counts as a failure."),
            (true, "If the endpoint times out, the order is cancelled."),
            (true, "The endpoint is disabled after ten failures in a row."),
            (true, "The call is not retried."),
            (true, "The message is sent only once."),
            (true, "The fallback URL that is called instead."),
            (true, "If your server is unreachable, the event is lost."),
            (true, "The status of the answer is ignored."),
            (false, "Called if the payment fails."),
            (false, "Must be an https URL, or the request is rejected with 400."),
            (false, "The time-out is ten seconds."),
            (false, "At most a hundred requests a minute are allowed."),
            (false, "Called for failed payments."),
            (false, "You can retry the payment."),
        ],
    );
    check(
        Fact::Failure,
        Kind::Redirect,
        &[],
        &[
            (true, "An `error` parameter is added when the login fails."),
            (true, "If the link has expired, the guest must start again."),
            (true, "With the error code in the query."),
            (false, "Where the guest is sent when the payment fails."),
            (false, "Redirect URL for cancelled orders."),
            (false, "It must be registered."),
        ],
    );
}

/// The fields of a document with one schema of these properties, which a request or a response holds.
fn fields_of(properties: &str, place: &str) -> Survey {
    let schema = format!("          application/json: {{schema: {{type: object, properties: {properties}}}}}");
    let operation = match place {
        "request" => format!("      requestBody:\n        content:\n{schema}"),
        _ => format!("      responses:\n        '200':\n          content:\n  {schema}"),
    };
    let spec = format!("openapi: 3.1.0\ninfo: {{title: Parcelway}}\npaths:\n  /orders:\n    post:\n{operation}\n");
    survey(&[Source::new("openapi.yaml", spec)], &Settings::default())
}

/// Checks which kind a field is read as, in a request or a response; none where it is no callback URL field.
#[track_caller]
fn check_kind(place: &str, properties: &str, expected: Option<Kind>) {
    let survey = fields_of(properties, place);
    let kinds: Vec<Kind> = survey.fields.iter().map(|surveyed| surveyed.field.kind).collect();
    assert_eq!(kinds.first().copied(), expected, "{place}: {properties}: {kinds:?}");
}

#[test]
fn the_kind_is_decided_by_words_over_names() {
    let webhook = Some(Kind::Webhook);
    let redirect = Some(Kind::Redirect);
    let described = |name: &str, words: &str| format!("{{{name}: {{type: string, description: {words:?}}}}}");
    check_kind(
        "request",
        &described("return_url", "We send a POST request to this URL when the order ships."),
        webhook,
    );
    check_kind(
        "request",
        &described("callback_url", "The OAuth redirect URI to which the member is sent back."),
        redirect,
    );
    check_kind("request", &described("callback_url", "Called when the scan ends."), webhook);
    check_kind("request", &described("success_url", ""), redirect);
    check_kind("request", &described("acs_url", "The location to which the sign-on message is sent."), redirect);
    check_kind("request", &described("voice_url", "The URL we call when the line rings."), webhook);
    let sign_in = "{callback_url: {type: string}, client_id: {type: string}, client_secret: {type: string}}";
    check_kind("request", sign_in, redirect);
}

#[test]
fn a_url_that_is_handed_out_is_none() {
    let described = |name: &str, words: &str| format!("{{{name}: {{type: string, description: {words:?}}}}}");
    check_kind("response", &described("redirect_url", "You must redirect your customer to this URL to pay."), None);
    check_kind("response", &described("redirect_url", "Redirect the shopper to this page."), None);
    check_kind("response", &described("redirect_url", ""), None);
    check_kind("response", &described("url", "Where the file can be downloaded."), None);
    check_kind("response", &described("next", "Link to the next page."), None);
    let after = described("redirect_url", "URL to redirect the customer to after they have signed in.");
    check_kind("response", &after, Some(Kind::Redirect));
    check_kind("request", &described("webhook_id", "Id of the webhook."), None);
    check_kind("request", "{webhook: {type: boolean}}", None);
    check_kind("request", "{callback_method: {type: string, enum: [GET, POST]}}", None);
}

#[test]
fn every_shape_that_holds_a_url_counts() {
    let webhook = Some(Kind::Webhook);
    for shape in [
        "{webhook_url: {type: [string, 'null'], format: uri}}",
        "{webhook_url: {anyOf: [{type: string}, {enum: ['']}]}}",
        "{webhook_url: {}}",
        "{webhook_urls: {type: array, items: {type: string}}}",
        "{webhook: {type: object, properties: {url: {type: string}}}}",
        "{notifUri: {$ref: '#/components/schemas/Uri'}}",
        "{callbackReference: {type: string, format: uri}}",
    ] {
        check_kind("request", shape, webhook);
    }
    let parameters = "openapi: 3.0.0\npaths:\n  /orders:\n    post:\n      parameters:\n\
        \x20     - {name: callback_url, in: query, schema: {type: string}}\n\
        \x20     - {name: X-Webhook-Url, in: header, schema: {type: string}}\n\
        \x20     - {name: webhook_endpoint, in: path, schema: {type: string}}\n";
    let survey = survey(&[Source::new("openapi.yaml", parameters)], &Settings::default());
    let names: Vec<&str> = survey.fields.iter().map(|surveyed| surveyed.field.candidate.name.as_str()).collect();
    assert_eq!(names, ["callback_url", "X-Webhook-Url"]);
}

#[test]
fn words_that_come_near_a_fact_are_told() {
    let survey = fields_of(
        "{webhook_url: {type: string, description: This URL will be called with an HTTP request when an event occurs.}}",
        "request",
    );
    let halves: Vec<(Fact, &str)> =
        survey.fields[0].field.half_facts.iter().map(|half| (half.fact, half.quote.as_str())).collect();
    assert_eq!(
        halves,
        [(Fact::Caller, "will be called"), (Fact::Method, "HTTP request"), (Fact::Trigger, "when an event occurs"),]
    );
}

#[test]
fn what_a_runtime_expression_names_is_one_whatever_it_is_called() {
    let spec = "openapi: 3.0.0\ninfo: {title: Parcelway}\npaths:\n  /jobs:\n    post:\n      requestBody:\n        content:\n\
        \x20         application/json:\n            schema: {type: object, properties: {dest: {type: string}}}\n\
        \x20     callbacks:\n        done:\n          '{$request.body#/dest}': {put: {}}\n";
    let survey = survey(&[Source::new("openapi.yaml", spec)], &Settings::default());
    let field = &survey.fields[0].field;
    assert_eq!((field.candidate.name.as_str(), field.kind), ("dest", Kind::Webhook));
    assert_eq!(field.facts.of(Fact::Method).map(|method| method.quote.as_str()), Some("PUT"));
}
