import type { LaneKind } from '../host';

/** The families of colour that kinds of lanes and cards wear, on the sheet and beside it. */
export type Tone = 'plain' | 'intent' | 'touchpoint' | 'thought' | 'pain' | 'solution' | 'backstage' | 'emotion';

/** Symbol and tone of a kind, as journey-layout draws its lane's heading. */
const LOOKS: Record<LaneKind, readonly [symbol: string, tone: Tone]> = {
  actions: ['square-check', 'plain'],
  goals: ['goal', 'intent'],
  needs: ['heart', 'intent'],
  jobs: ['briefcase', 'intent'],
  motivations: ['flame', 'intent'],
  questions: ['circle-question-mark', 'intent'],
  expectations: ['telescope', 'intent'],
  thoughts: ['message-square', 'thought'],
  quotes: ['quote', 'thought'],
  emotion: ['smile', 'emotion'],
  touchpoints: ['pointer', 'touchpoint'],
  channels: ['globe', 'touchpoint'],
  place: ['map-pin', 'plain'],
  targetAction: ['target', 'plain'],
  painPoints: ['zap', 'pain'],
  gains: ['gift', 'solution'],
  opportunities: ['sparkles', 'solution'],
  ideas: ['pencil-ruler', 'solution'],
  solutions: ['lightbulb', 'solution'],
  storyboard: ['image', 'plain'],
  documents: ['file-text', 'plain'],
  frontstage: ['presentation', 'plain'],
  backstage: ['monitor', 'backstage'],
  supportProcesses: ['workflow', 'backstage'],
  systems: ['cog', 'backstage'],
  owners: ['users', 'backstage'],
  policies: ['scroll-text', 'backstage'],
  metrics: ['gauge', 'plain'],
  lineOfInteraction: ['eye', 'plain'],
  lineOfVisibility: ['eye', 'plain'],
  lineOfInternalInteraction: ['eye', 'plain'],
  text: ['type', 'plain'],
};

const CHANNELS: Record<string, string> = {
  website: 'globe',
  socialMedia: 'share-2',
  store: 'store',
  billboard: 'signpost',
  promotionalProduct: 'shopping-cart',
  advertising: 'megaphone',
  review: 'star',
  email: 'mail',
  search: 'search',
  blog: 'newspaper',
  wordOfMouth: 'speech',
  directMail: 'mailbox',
  phone: 'phone',
  sms: 'message-square',
  coupon: 'ticket-percent',
  mobileApp: 'smartphone',
  liveChat: 'messages-square',
  event: 'calendar',
  packaging: 'package',
  video: 'video',
};

function isLaneKind(kind: string): kind is LaneKind {
  return kind in LOOKS;
}

/** The symbol that stands for a kind of lane. */
export function laneSymbol(kind: string): string {
  return isLaneKind(kind) ? LOOKS[kind][0] : 'type';
}

export function laneTone(kind: string): Tone {
  return isLaneKind(kind) ? LOOKS[kind][1] : 'plain';
}

/** The symbol of a channel by its key; every own channel stands for a meeting point. */
export function channelSymbol(channel: string): string {
  return CHANNELS[channel] ?? 'circle-dot';
}

/** All kinds of lanes in the groups in which they are offered. */
export const LANE_GROUPS: readonly (readonly [
  group: 'journey' | 'mind' | 'meeting' | 'judgement' | 'service' | 'lines' | 'other',
  kinds: readonly LaneKind[],
])[] = [
  ['journey', ['actions', 'targetAction', 'place', 'goals', 'needs', 'jobs', 'motivations']],
  ['mind', ['thoughts', 'quotes', 'emotion', 'questions', 'expectations']],
  ['meeting', ['touchpoints', 'channels']],
  ['judgement', ['painPoints', 'gains', 'opportunities', 'ideas', 'solutions', 'metrics']],
  ['service', ['frontstage', 'backstage', 'supportProcesses', 'systems', 'owners', 'policies']],
  ['lines', ['lineOfInteraction', 'lineOfVisibility', 'lineOfInternalInteraction']],
  ['other', ['storyboard', 'documents', 'text']],
];
