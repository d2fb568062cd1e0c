//! What was probably meant.

use super::Bench;
use super::site::member_of;
use super::trial::Reach;
use crate::diagnostic::{Code, Remedy};
use crate::ide::Edit;

pub(super) fn propose(bench: &mut Bench<'_, '_>) {
    let Some(Remedy::Instead(meant)) = &bench.finding.remedy else { return };
    let (file, finding) = (bench.file, bench.finding);
    let object = member_of(&finding.pointer).and_then(|(around, _)| file.document.root.at(around));
    let is_name = object
        .and_then(|object| object.members())
        .is_some_and(|members| members.iter().any(|member| member.name_span == finding.span));
    if is_name && object.is_some_and(|object| object.get(meant).is_some()) {
        return;
    }
    let text = if is_name { file.notation.key(meant) } else { file.notation.text(meant) };
    // What could not be read before may have more that is wrong.
    let reveals = match finding.code {
        Code::UnknownType | Code::UnknownProperty | Code::MissingProperty => true,
        Code::UnknownValue => member_of(&finding.pointer).is_some_and(|(_, name)| name == "type"),
        _ => false,
    };
    let reach = if reveals { Reach::Nothing } else { Reach::Part };
    bench.prefer(format!("Change to `{meant}`"), vec![Edit { span: finding.span.clone(), text }], reach);
}
