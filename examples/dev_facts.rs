use std::io::BufRead;
fn main() {
    let rb = whocalls::rulebook::Rulebook::built_in();
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let kind = match v["kind"].as_str() {
            Some("redirect") => whocalls::field::Kind::Redirect,
            Some("webhook") => whocalls::field::Kind::Webhook,
            _ => whocalls::field::Kind::Unknown,
        };
        let f = whocalls::recognise::facts::facts_in_words(v["text"].as_str().unwrap(), kind, rb, &[]);
        let mut o = serde_json::Map::new();
        o.insert("id".into(), v["id"].clone());
        for fact in whocalls::field::Fact::ALL {
            let e = f.of(fact);
            o.insert(
                fact.word().into(),
                serde_json::json!({"stated": e.is_some(), "quote": e.map(|e| e.quote.clone())}),
            );
        }
        println!("{}", serde_json::Value::Object(o));
    }
}
