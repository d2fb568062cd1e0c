//! Taking out what nobody needs.

use super::Bench;
use super::site::{element_of, member_of};
use super::trial::Reach;
use crate::document::{Member, Node};
use crate::ide::surgery;

/// Takes out the member whose name is the place of the finding.
pub(super) fn member(bench: &mut Bench<'_, '_>) {
    let span = &bench.finding.span;
    remove(bench, |members| members.iter().position(|member| member.name_span == *span), "Remove");
}

/// Takes out the member before the one that is the place of the finding and has the same name.
pub(super) fn earlier_member(bench: &mut Bench<'_, '_>) {
    let span = &bench.finding.span;
    let earlier = |members: &[Member]| {
        let later = members.iter().find(|member| member.name_span == *span)?;
        let before = |member: &Member| member.name == later.name && member.name_span.start < span.start;
        members.iter().rposition(before)
    };
    remove(bench, earlier, "Remove the earlier");
}

fn remove(bench: &mut Bench<'_, '_>, which: impl Fn(&[Member]) -> Option<usize>, verb: &str) {
    let Some((around, name)) = member_of(&bench.finding.pointer) else { return };
    let object = bench.file.document.root.at(around);
    let found = object.and_then(|object| Some((object, which(object.members()?)?)));
    let edit = found.and_then(|(object, index)| surgery::remove_member(bench.source(), object, index));
    if let Some(edit) = edit {
        bench.offer(format!("{verb} `{name}`"), vec![edit], Reach::Part);
    }
}

/// Takes out the input or step whose name is the place of the finding.
pub(super) fn part(bench: &mut Bench<'_, '_>, what: &str) {
    let file = bench.file;
    let found = member_of(&bench.finding.pointer).and_then(|(part, _)| {
        let name = file.document.root.at(part)?.get("name")?.value.as_str()?;
        let (list, index) = element_of(part)?;
        let edit = surgery::remove_element(bench.source(), file.document.root.at(list)?, index)?;
        Some((name, edit))
    });
    if let Some((name, edit)) = found {
        bench.offer(format!("Remove the {what} `{name}`"), vec![edit], Reach::Everything);
    }
}

/// Takes out the element of a list that is the place of the finding.
pub(super) fn element(bench: &mut Bench<'_, '_>) {
    let file = bench.file;
    let found = element_of(bench.finding.pointer.tokens()).and_then(|(list, index)| {
        let list: &Node = file.document.root.at(list)?;
        let text = list.elements()?.get(index)?.as_str()?;
        Some((text, surgery::remove_element(bench.source(), list, index)?))
    });
    if let Some((text, edit)) = found {
        bench.offer(format!("Remove `{text}`"), vec![edit], Reach::Part);
    }
}
