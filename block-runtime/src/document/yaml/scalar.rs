//! What a scalar stands for, by the core schema of YAML 1.2.

use super::super::Data;

/// The types of the core schema that a tag can demand of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScalarType {
    Null,
    Bool,
    Integer,
    Float,
    Text,
}

impl ScalarType {
    pub(super) fn of_tag(suffix: &str) -> Option<Self> {
        Some(match suffix {
            "null" => Self::Null,
            "bool" => Self::Bool,
            "int" => Self::Integer,
            "float" => Self::Float,
            "str" => Self::Text,
            _ => return None,
        })
    }
}

/// The value of a plain scalar; nothing for numbers that JSON does not have: infinite ones, and what is none.
pub(in super::super) fn plain(text: &str) -> Option<Data> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return None,
        _ => {
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            if matches!(digits, ".inf" | ".Inf" | ".INF") {
                return None;
            }
            // Most texts are told from numbers by their first character.
            if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
                return Some(Data::Text(text.to_owned()));
            }
            let of_base = |prefix: &str, base: u32| {
                let digits = text.strip_prefix(prefix)?;
                (!digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base)))
                    .then(|| i64::from_str_radix(digits, base).map_or_else(|_| great(digits, base), Data::Integer))
            };
            if let Some(data) = of_base("0o", 8).or_else(|| of_base("0x", 16)) {
                return Some(data);
            }
            if !is_decimal(digits) {
                return Some(Data::Text(text.to_owned()));
            }
            match text.parse() {
                Ok(integer) => Data::Integer(integer),
                // What is too great for a double is infinite.
                Err(_) => Data::Float(text.parse().ok().filter(|number: &f64| number.is_finite())?),
            }
        }
    })
}

/// A number of another base that does not fit 64 bits.
fn great(digits: &str, base: u32) -> Data {
    let digit = |digit: char| f64::from(digit.to_digit(base).unwrap_or_default());
    Data::Float(digits.chars().fold(0.0, |number, next| number * f64::from(base) + digit(next)))
}

/// True for decimal numbers without a sign: `[0-9]+ (\. [0-9]*)? ([eE] [-+]? [0-9]+)?`, or beginning with the point.
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let mut rest = &text[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if whole + length == 0 {
            return false;
        }
        rest = &fraction[length..];
    } else if whole == 0 {
        return false;
    }
    match rest.strip_prefix(['e', 'E']) {
        Some(exponent) => {
            let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            !exponent.is_empty() && digits(exponent) == exponent.len()
        }
        None => rest.is_empty(),
    }
}

/// The value of a scalar that has a tag; nothing when it is not written as the tag demands.
pub(super) fn tagged(text: &str, wanted: ScalarType) -> Option<Data> {
    if wanted == ScalarType::Text {
        return Some(Data::Text(text.to_owned()));
    }
    match (wanted, plain(text)?) {
        (ScalarType::Null, Data::Null) => Some(Data::Null),
        (ScalarType::Bool, Data::Bool(value)) => Some(Data::Bool(value)),
        (ScalarType::Integer, Data::Integer(value)) => Some(Data::Integer(value)),
        (ScalarType::Float, Data::Float(value)) => Some(Data::Float(value)),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a float")]
        (ScalarType::Float, Data::Integer(value)) => Some(Data::Float(value as f64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_follow_the_core_schema() {
        let json = |text| plain(text).map(|data| super::super::super::Node { span: 0..0, data }.to_json().to_string());
        for (text, expected) in [
            ("~", "null"),
            ("NULL", "null"),
            ("nULL", "\"nULL\""),
            ("True", "true"),
            ("yes", "\"yes\""),
            ("off", "\"off\""),
            ("12", "12"),
            ("+12", "12"),
            ("-012", "-12"),
            ("0o17", "15"),
            ("0x1F", "31"),
            ("-0x1F", "\"-0x1F\""),
            ("0x", "\"0x\""),
            ("0b1", "\"0b1\""),
            ("1_000", "\"1_000\""),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("-1.5e3", "-1500.0"),
            ("1e3", "1000.0"),
            ("1e", "\"1e\""),
            (".", "\".\""),
            (".e1", "\".e1\""),
            ("1.2.3", "\"1.2.3\""),
            ("2024-01-01", "\"2024-01-01\""),
            ("9223372036854775808", "9.223372036854775808e18"),
            ("0x8000000000000000", "9.223372036854775808e18"),
            ("$inputs.image", "\"$inputs.image\""),
        ] {
            let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
            assert_eq!(json(text).unwrap(), expected.to_string(), "{text}");
        }
        for text in [".inf", "-.INF", "+.Inf", ".nan", "1e999"] {
            assert!(plain(text).is_none(), "{text}");
        }
    }
}
