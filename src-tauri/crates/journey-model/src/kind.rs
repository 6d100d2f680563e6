//! The closed vocabularies. Their keys are the file format: never rename one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[cfg_attr(feature = "specta", derive(specta::Type))]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// Every member, in the order in which people are offered them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The member's key in files.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The member of that key.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

vocabulary!(
    /// What a lane's rows mean. The meaning is here, never in the lane's title.
    LaneKind {
        Actions = "actions", Goals = "goals", Needs = "needs", Jobs = "jobs", Motivations = "motivations",
        Questions = "questions", Expectations = "expectations", Thoughts = "thoughts", Quotes = "quotes",
        Emotion = "emotion", Touchpoints = "touchpoints", Channels = "channels", Place = "place",
        TargetAction = "targetAction", PainPoints = "painPoints", Gains = "gains", Opportunities = "opportunities",
        Ideas = "ideas", Solutions = "solutions", Storyboard = "storyboard", Documents = "documents",
        Frontstage = "frontstage", Backstage = "backstage", SupportProcesses = "supportProcesses",
        Systems = "systems", Owners = "owners", Policies = "policies", Metrics = "metrics",
        LineOfInteraction = "lineOfInteraction", LineOfVisibility = "lineOfVisibility",
        LineOfInternalInteraction = "lineOfInternalInteraction", Text = "text",
    }
);

/// How a lane is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardFamily {
    /// Text cards in cells.
    Cards,
    /// One curve over all steps.
    Curve,
    /// Pictures with captions.
    Images,
    /// Cards led by a channel's icon.
    Channels,
    /// Large numbers with units and targets.
    Numbers,
    /// A labelled dashed line without cells.
    Separator,
}

impl LaneKind {
    /// How lanes of this kind are drawn.
    pub const fn family(self) -> CardFamily {
        match self {
            Self::Emotion => CardFamily::Curve,
            Self::Storyboard => CardFamily::Images,
            Self::Touchpoints | Self::Channels => CardFamily::Channels,
            Self::Metrics => CardFamily::Numbers,
            Self::LineOfInteraction | Self::LineOfVisibility | Self::LineOfInternalInteraction => CardFamily::Separator,
            _ => CardFamily::Cards,
        }
    }

    /// Whether lanes of this kind have cells with cards.
    pub const fn holds_cards(self) -> bool {
        !matches!(self.family(), CardFamily::Curve | CardFamily::Separator)
    }

    /// The title a new lane of this kind gets (English; people change it freely).
    pub const fn default_title(self) -> &'static str {
        match self {
            Self::Actions => "Actions",
            Self::Goals => "Goals",
            Self::Needs => "Needs",
            Self::Jobs => "Jobs to be done",
            Self::Motivations => "Motivation",
            Self::Questions => "Questions",
            Self::Expectations => "Expectations",
            Self::Thoughts => "Thoughts",
            Self::Quotes => "Quotes",
            Self::Emotion => "Emotion",
            Self::Touchpoints => "Touchpoints",
            Self::Channels => "Channels",
            Self::Place => "Place",
            Self::TargetAction => "Target action",
            Self::PainPoints => "Pain points",
            Self::Gains => "Gains",
            Self::Opportunities => "Opportunities",
            Self::Ideas => "Ideas",
            Self::Solutions => "Solutions",
            Self::Storyboard => "Storyboard",
            Self::Documents => "Documents",
            Self::Frontstage => "Frontstage",
            Self::Backstage => "Backstage",
            Self::SupportProcesses => "Support processes",
            Self::Systems => "Systems",
            Self::Owners => "Owners",
            Self::Policies => "Policies",
            Self::Metrics => "Metrics",
            Self::LineOfInteraction => "Line of interaction",
            Self::LineOfVisibility => "Line of visibility",
            Self::LineOfInternalInteraction => "Line of internal interaction",
            Self::Text => "Text",
        }
    }
}

vocabulary!(
    /// The channels with an icon of their own. A touchpoint may also name a channel outside this list.
    ChannelKind {
        Website = "website", SocialMedia = "socialMedia", Store = "store", Billboard = "billboard",
        PromotionalProduct = "promotionalProduct", Advertising = "advertising", Review = "review", Email = "email",
        Search = "search", Blog = "blog", WordOfMouth = "wordOfMouth", DirectMail = "directMail", Phone = "phone",
        Sms = "sms", Coupon = "coupon", MobileApp = "mobileApp", LiveChat = "liveChat", Event = "event",
        Packaging = "packaging", Video = "video",
    }
);

impl ChannelKind {
    /// The channel's name in English.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Website => "Website",
            Self::SocialMedia => "Social media",
            Self::Store => "Store",
            Self::Billboard => "Billboard",
            Self::PromotionalProduct => "Promotional product",
            Self::Advertising => "Advertising",
            Self::Review => "Review",
            Self::Email => "Email",
            Self::Search => "Search",
            Self::Blog => "Blog",
            Self::WordOfMouth => "Word of mouth",
            Self::DirectMail => "Direct mail",
            Self::Phone => "Phone",
            Self::Sms => "SMS",
            Self::Coupon => "Coupon",
            Self::MobileApp => "Mobile app",
            Self::LiveChat => "Live chat",
            Self::Event => "Event",
            Self::Packaging => "Packaging",
            Self::Video => "Video",
        }
    }
}

vocabulary!(
    /// What the map shows: how it is, how it will be, how it would be at best, or what research found.
    MapState { Current = "current", Future = "future", Ideal = "ideal", Research = "research" }
);
vocabulary!(
    /// How well a card is founded.
    Evidence { Observed = "observed", Assumed = "assumed", Proposed = "proposed" }
);
vocabulary!(
    /// How much a pain point hurts.
    Severity { Low = "low", Medium = "medium", High = "high" }
);
vocabulary!(
    /// The three groups of touchpoints.
    Category { Traditional = "traditional", Digital = "digital", External = "external" }
);
vocabulary!(
    /// Where a touchpoint happens.
    Presence { Online = "online", Offline = "offline" }
);
vocabulary!(
    /// Who controls a touchpoint.
    Control { Owned = "owned", Earned = "earned", ThirdParty = "thirdParty" }
);
vocabulary!(
    /// What a link says.
    LinkKind { Flow = "flow", LoopBack = "loopBack", Solves = "solves", Evidence = "evidence" }
);
vocabulary!(
    /// The kinds of records.
    RecordKind {
        Map = "map", Persona = "persona", Stage = "stage", Step = "step", Lane = "lane", Card = "card",
        Score = "score", Link = "link", Note = "note", TestRound = "testRound", Rating = "rating", Asset = "asset",
    }
);
