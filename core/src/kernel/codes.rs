//! Two declarations that every word makes: closed lists of what it can refuse or find wrong, and
//! enums that travel and are stored as text.

/// Declares a closed list of faults. Every fault has a code `word.name` that the spec lists and
/// that both languages must translate.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident in $word:literal { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }
        impl $name {
            /// Every code of this list, for the spec.
            pub const CODES: &'static [&'static str] = &[$(concat!($word, ".", $code)),+];
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => concat!($word, ".", $code)),+ }
            }
            /// The fault with a first parameter for its message.
            #[must_use]
            pub fn with(self, key: &'static str, value: impl Into<serde_json::Value>) -> $crate::kernel::Fault {
                $crate::kernel::Fault::new(self.code()).with(key, value)
            }
            /// The fault as found at one place of the input (a JSON pointer, or a row and a column).
            #[must_use]
            pub fn at(self, at: impl Into<String>) -> $crate::kernel::Issue {
                $crate::kernel::Issue::new(at, self)
            }
        }
        impl From<$name> for $crate::kernel::Fault {
            fn from(value: $name) -> Self { Self::new(value.code()) }
        }
        impl From<$name> for $crate::kernel::Error {
            fn from(value: $name) -> Self { Self::Refused(value.into()) }
        }
    };
}

/// Declares an enum that is one word of text wherever it is stored or travels.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            /// The value whose text this is.
            #[must_use]
            pub fn find(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
            /// Reads what a store wrote; anything else in the column is a broken database.
            ///
            /// # Errors
            /// `Internal` for a text that is no value of this enum.
            pub fn stored(text: &str) -> $crate::kernel::Result<Self> {
                Self::find(text).ok_or_else(|| $crate::kernel::Error::internal(format!("{}: unknown value {text}", stringify!($name))))
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($text),+]))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> { std::borrow::Cow::Borrowed(stringify!($name)) }
        }
    };
}
