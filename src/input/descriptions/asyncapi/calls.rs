//! The messages of an AsyncAPI document that its application sends by HTTP: calls of a webhook, as those of OpenAPI are.
//!
//! What goes through a broker is no call of an address that a field could hold, and is left out.

use super::super::node::Node;
use super::super::references::References;
use crate::outline::Call;

/// The calls, each with the nodes whose words are about it.
pub(in super::super) fn sent_by_http<'t>(root: Node<'t>, references: &References<'t>) -> Vec<(Call, Vec<Node<'t>>)> {
    let by_server = root.get("servers").into_iter().flat_map(Node::entries).any(|(_, server)| {
        references.end(server).word("protocol").is_some_and(|protocol| protocol.to_lowercase().starts_with("http"))
    });
    let is_bound = |node: Node<'t>| node.get("bindings").is_some_and(|of| references.end(of).get("http").is_some());
    let mut found = Vec::new();
    for (operation, channel) in sending(root, references) {
        if !by_server && !is_bound(operation) && !channel.is_some_and(is_bound) {
            continue;
        }
        let messages = messages_of(operation, channel, references);
        let mut call = Call::default();
        for &message in &messages {
            let traits = message.get("traits").into_iter().flat_map(Node::items).map(|one| references.end(one));
            let headers = std::iter::once(message).chain(traits).filter_map(|holder| holder.get("headers"));
            let named = headers.filter_map(|headers| references.end(headers).get("properties"));
            let named = named.flat_map(Node::entries);
            call.headers.extend(named.map(|(name, header)| (name.into_owned(), header.beginning_with_key())));
            let media = message.get("contentType").or_else(|| root.get("defaultContentType"));
            let media = media.filter(|_| call.body.is_none() && message.get("payload").is_some());
            call.body = call.body.or_else(|| media.and_then(|of| Some((of.scalar()?.into_owned(), of.place()))));
        }
        found.push((call, std::iter::once(operation).chain(messages).collect()));
    }
    found
}

/// The operations by which the application sends and waits for no reply, each with its channel. In version 3 the action is
/// that of the application, in version 2 that of its clients.
fn sending<'t>(root: Node<'t>, references: &References<'t>) -> Vec<(Node<'t>, Option<Node<'t>>)> {
    let channels = root.get("channels").into_iter().flat_map(Node::entries);
    let subscribed = channels.filter_map(|(_, channel)| {
        let channel = references.end(channel);
        Some((channel.get("subscribe")?, Some(channel)))
    });
    let operations = root.get("operations").into_iter().flat_map(Node::entries).map(|(_, one)| references.end(one));
    let is_sent = |operation: &Node<'t>| {
        operation.word("action").is_some_and(|action| action == "send") && operation.get("reply").is_none()
    };
    let channel_of = |operation: Node<'t>| operation.get("channel").map(|channel| references.end(channel));
    let sent = operations.filter(is_sent).map(|operation| (operation, channel_of(operation)));
    subscribed.chain(sent).collect()
}

fn messages_of<'t>(operation: Node<'t>, channel: Option<Node<'t>>, references: &References<'t>) -> Vec<Node<'t>> {
    let listed: Vec<Node<'t>> = operation.get("messages").into_iter().flat_map(Node::items).collect();
    let of_channel = || channel.and_then(|channel| channel.get("messages")).into_iter().flat_map(Node::entries);
    let listed = if listed.is_empty() { of_channel().map(|(_, message)| message).collect() } else { listed };
    let single = operation.get("message").map(|message| references.end(message));
    let alternatives = single.into_iter().flat_map(|message| match message.get("oneOf") {
        Some(several) => several.items().collect::<Vec<_>>(),
        None => vec![message],
    });
    listed.into_iter().chain(alternatives).map(|message| references.end(message)).collect()
}
