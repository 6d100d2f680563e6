import type { LaneFamily, LaneKind, MapRecord, Rating, TestRound } from '../types';

// A small map for the fake host: only what its sheet draws and its inspector shows.

type BodyOf<K extends MapRecord['kind']> = Extract<MapRecord, { kind: K }>['body'];

export type FakeCard = BodyOf<'card'> & { text: string };
export type FakeScore = Omit<BodyOf<'score'>, 'persona' | 'word'> & { persona: string | null; word: string };
export type FakeLane = Omit<BodyOf<'lane'>, 'kind'> & { kind: string; family: LaneFamily };
export type FakeMap = Omit<BodyOf<'map'>, 'id'> & {
  subtitle: string;
  personas: BodyOf<'persona'>[];
  stages: (BodyOf<'stage'> & { goal: string })[];
  steps: (BodyOf<'step'> & { title: string })[];
  lanes: FakeLane[];
  /** In order within their cells. */
  cards: FakeCard[];
  scores: FakeScore[];
  links: BodyOf<'link'>[];
  notes: BodyOf<'note'>[];
  assets: BodyOf<'asset'>[];
  testRounds: TestRound[];
  ratings: Rating[];
};

const FAMILIES: Partial<Record<LaneKind, LaneFamily>> = {
  emotion: 'curve',
  storyboard: 'images',
  touchpoints: 'channels',
  channels: 'channels',
  metrics: 'numbers',
  lineOfInteraction: 'separator',
  lineOfVisibility: 'separator',
  lineOfInternalInteraction: 'separator',
};

/** How lanes of that kind are drawn. */
export function familyOf(kind: string): LaneFamily {
  return FAMILIES[kind as LaneKind] ?? 'cards';
}

const STEPS: readonly (readonly [stage: number, title: string])[] = [
  [0, 'Storm in the news'],
  [0, 'Reads the flood blog'],
  [1, 'Compares cover'],
  [1, 'Joins the webinar'],
  [2, 'Asks for a quote'],
  [2, 'Buys online'],
  [3, 'First renewal'],
];

const CARDS: Record<string, (string | string[])[]> = {
  actions: [
    'Sees a neighbour’s street under water on the evening news',
    'Searches “do I need flood insurance”, lands on our article',
    'Opens three tabs, compares price, deductible and waiting period',
    'Asks about basements and renters in the chat',
    'Fills the quote form, stops at “elevation certificate”',
    'Comes back from her phone and pays by card',
    'Reads the renewal letter, checks the new price',
  ],
  touchpoints: [
    'Local TV news',
    ['Search result', 'Blog article'],
    'Comparison site',
    ['Live webinar', 'Follow-up email'],
    ['Quote form', 'Call centre'],
    'Checkout',
    'Renewal email',
  ],
  thoughts: [
    '“Are we even covered for this?”',
    '“Finally, plain words.”',
    '“Why do all three mean something else by ‘flood’?”',
    '“He answered my actual question.”',
    '“An elevation what?”',
    '“Done. That was easier than I feared.”',
    '“Up 9 %, and nobody told me why.”',
  ],
  painPoints: [
    [],
    'Article never says what it costs',
    'Three policies, three vocabularies',
    [],
    'Certificate demanded before a price is shown: 61 % leave here',
    [],
    'Price rise without a reason',
  ],
  solutions: [
    'Storm-day checklist with the TV station',
    'Price range by parish in the article',
    'One-page “what flood means” table',
    [],
    'Estimate first, certificate later, with a photo upload',
    [],
    '“Why your price changed” note',
  ],
  backstage: [
    [],
    'Content team',
    [],
    'Webinar host, underwriter on call',
    'Elevation data service',
    'Payments, policy issue',
    'Pricing, renewals desk',
  ],
};

const FEELINGS: readonly (readonly [number, string])[] = [
  [-12, 'Worried'],
  [7, 'Relieved'],
  [-6, 'Confused'],
  [13, 'Understood'],
  [-18, 'Stuck'],
  [16, 'Proud'],
  [-4, 'Let down'],
];

/** A map of the look's example, so that the screens can be judged with real words. */
export function floodMap(): FakeMap {
  const stages = [
    { id: 'stage_1', title: 'Awareness', goal: 'Know whether the risk is mine' },
    { id: 'stage_2', title: 'Consideration', goal: 'Find cover I understand' },
    { id: 'stage_3', title: 'Decision', goal: 'Buy without a second thought' },
    { id: 'stage_4', title: 'Loyalty', goal: 'Feel looked after, stay' },
  ];
  const steps = STEPS.map(([stage, title], at) => ({ id: `step_${at + 1}`, stage: `stage_${stage + 1}`, title }));
  const lanes: FakeMap['lanes'] = [
    { id: 'lane_actions', kind: 'actions', family: 'cards', title: 'Actions' },
    { id: 'lane_touchpoints', kind: 'touchpoints', family: 'channels', title: 'Touchpoints' },
    { id: 'lane_thoughts', kind: 'thoughts', family: 'cards', title: 'Thoughts' },
    { id: 'lane_emotion', kind: 'emotion', family: 'curve', title: 'Emotion' },
    { id: 'lane_painPoints', kind: 'painPoints', family: 'cards', title: 'Pain points' },
    { id: 'lane_solutions', kind: 'solutions', family: 'cards', title: 'Solutions' },
    { id: 'lane_visibility', kind: 'lineOfVisibility', family: 'separator', title: 'Line of visibility' },
    { id: 'lane_backstage', kind: 'backstage', family: 'cards', title: 'Backstage' },
  ];
  let serial = 0;
  const cards: FakeCard[] = lanes.flatMap((lane) =>
    (CARDS[lane.kind] ?? []).flatMap((texts, column) =>
      (Array.isArray(texts) ? texts : [texts]).map((text) => ({
        id: `card_${++serial}`,
        lane: lane.id,
        step: `step_${column + 1}`,
        text,
      })),
    ),
  );
  const scores = FEELINGS.map(([tenths, word], column) => ({
    id: `score_${column + 1}`,
    lane: 'lane_emotion',
    step: `step_${column + 1}`,
    persona: null,
    tenths,
    word,
  }));
  return {
    title: 'Buying flood insurance in Louisiana',
    subtitle: 'From the first storm warning to the first renewal, as one homeowner lives it',
    state: 'current',
    language: 'en',
    objective: {
      purpose: 'Find where quotes are lost between blog and checkout',
      successMeasure: 'Quote-to-policy rate from 18 % to 27 % by June',
    },
    personas: [
      {
        id: 'persona_marie',
        name: 'Marie Broussard',
        role: 'Homeowner, 41, two children, Lafayette',
        quote: 'I don’t want to learn insurance. I want to sleep when it rains.',
        primary: true,
      },
    ],
    stages,
    steps,
    lanes,
    cards: cards.map((card) => ({ ...card, ...SAID[card.text] })),
    scores,
    links: [linkOf(cards, 'solutions', 'painPoints')],
    notes: [],
    assets: [],
    testRounds: [],
    ratings: [],
  };
}

/** What some cards say besides their text. */
const SAID: Record<string, Partial<FakeCard>> = {
  'Certificate demanded before a price is shown: 61 % leave here': {
    severity: 'high',
    evidence: 'observed',
    source: 'Checkout analytics, March',
    tags: ['checkout', 'quick win'],
  },
  'Three policies, three vocabularies': { severity: 'medium', evidence: 'assumed', owner: 'Content team' },
  'Quote form': { touchpoint: { channel: 'website', presence: 'online' } },
};

/** The solution of the step where quotes are lost, linked to the pain point there. */
function linkOf(cards: readonly FakeCard[], to: string, from: string): FakeMap['links'][number] {
  const at = (lane: string) => cards.find((card) => card.lane === `lane_${lane}` && card.step === 'step_5')?.id ?? '';
  return { id: 'link_1', from: { card: at(from) }, to: { card: at(to) }, kind: 'solves' };
}

/** A large map, for culling and the zoomed-out picture: stages of two steps, five lanes, `perCell` cards a cell. */
export function largeMap(stages: number, perCell: number): FakeMap {
  const map = floodMap();
  const kinds = ['actions', 'touchpoints', 'thoughts', 'painPoints', 'solutions'];
  const columns = Array.from({ length: stages * 2 }, (_, at) => at);
  return {
    ...map,
    title: 'A large map',
    stages: Array.from({ length: stages }, (_, at) => ({
      id: `stage_${at}`,
      title: `Stage ${at + 1}`,
      goal: 'A goal',
    })),
    steps: columns.map((at) => ({ id: `step_${at}`, stage: `stage_${at >> 1}`, title: `Step ${at + 1}` })),
    lanes: map.lanes.filter((lane) => kinds.includes(lane.kind)),
    cards: kinds.flatMap((kind) =>
      columns.flatMap((column) =>
        Array.from({ length: perCell }, (_, at) => ({
          id: `card_${kind}_${column}_${at}`,
          lane: `lane_${kind}`,
          step: `step_${column}`,
          text: `Card ${at + 1} of ${kind} at step ${column + 1}`,
        })),
      ),
    ),
    scores: [],
    links: [],
    personas: [],
  };
}
