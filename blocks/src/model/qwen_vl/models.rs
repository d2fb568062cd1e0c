//! The Qwen models that the block offers, under the names that people choose by.

use block_runtime::prelude::*;

/// Models of the native backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub enum NativeModel {
    /// 7 billion parameters, second generation.
    #[block(rename = "Qwen 2.5 VL 7B")]
    Qwen25Vl7B,
    /// 2 billion parameters, third generation.
    #[block(rename = "Qwen 3 VL 2B")]
    Qwen3Vl2B,
    /// 0.8 billion parameters, the fastest.
    #[block(rename = "Qwen 3.5 VL 0.8B")]
    Qwen35Vl08B,
    /// 2 billion parameters; can write down its thoughts.
    #[block(rename = "Qwen 3.5 VL 2B")]
    Qwen35Vl2B,
    /// The model that `fine_tuned_model_id` names.
    #[block(rename = "Fine-tuned model")]
    FineTuned,
}

/// Models of the OpenRouter backend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub enum OpenRouterModel {
    /// 9 billion parameters.
    #[block(rename = "Qwen 3.5 9B")]
    Qwen35_9B,
    /// 27 billion parameters.
    #[block(rename = "Qwen 3.5 27B")]
    Qwen35_27B,
    /// 122 billion parameters, of which 10 billion work at a time.
    #[block(rename = "Qwen 3.5 122B A10B")]
    Qwen35_122B,
    /// 397 billion parameters, of which 17 billion work at a time.
    #[block(rename = "Qwen 3.5 397B A17B")]
    Qwen35_397B,
    /// The fast model of the generation, as of 23 February.
    #[block(rename = "Qwen 3.5 Flash 02-23")]
    Qwen35Flash,
    /// The large model of the generation.
    #[block(rename = "Qwen 3.5 Plus")]
    Qwen35Plus,
    /// 27 billion parameters, newer generation.
    #[block(rename = "Qwen 3.6 27B")]
    Qwen36_27B,
    /// 35 billion parameters, of which 3 billion work at a time.
    #[block(rename = "Qwen 3.6 35B A3B")]
    Qwen36_35B,
    /// The fast model of the newer generation.
    #[block(rename = "Qwen 3.6 Flash")]
    Qwen36Flash,
    /// The large model of the newer generation.
    #[block(rename = "Qwen 3.6 Plus")]
    Qwen36Plus,
}

impl NativeModel {
    /// Identifier on the inference server; none for a fine-tuned model, which has one of its own.
    pub fn id(self) -> Option<&'static str> {
        match self {
            Self::Qwen25Vl7B => Some("qwen25-vl-7b"),
            Self::Qwen3Vl2B => Some("qwen3vl-2b-instruct"),
            Self::Qwen35Vl08B => Some("qwen3_5-0.8b"),
            Self::Qwen35Vl2B => Some("qwen3_5-2b"),
            Self::FineTuned => None,
        }
    }

    /// Whether the model can write down its thoughts.
    pub fn thinks(self) -> bool {
        matches!(self, Self::Qwen35Vl2B | Self::FineTuned)
    }
}

impl OpenRouterModel {
    /// Identifier at OpenRouter.
    pub fn id(self) -> &'static str {
        match self {
            Self::Qwen35_9B => "qwen/qwen3.5-9b",
            Self::Qwen35_27B => "qwen/qwen3.5-27b",
            Self::Qwen35_122B => "qwen/qwen3.5-122b-a10b",
            Self::Qwen35_397B => "qwen/qwen3.5-397b-a17b",
            Self::Qwen35Flash => "qwen/qwen3.5-flash-02-23",
            Self::Qwen35Plus => "qwen/qwen3.5-plus-20260420",
            Self::Qwen36_27B => "qwen/qwen3.6-27b",
            Self::Qwen36_35B => "qwen/qwen3.6-35b-a3b",
            Self::Qwen36Flash => "qwen/qwen3.6-flash",
            Self::Qwen36Plus => "qwen/qwen3.6-plus",
        }
    }
}
