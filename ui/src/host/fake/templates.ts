import type { TemplateEntry } from '../types';

export const TEMPLATES: TemplateEntry[] = [
  { id: 'blank', title: 'Blank', category: 'Start simple', description: 'One stage, a few rows, nothing else.' },
  {
    id: 'four-row',
    title: 'Four-row starter',
    category: 'Start simple',
    description: 'Motivation, action, place and target action over three stages.',
  },
  {
    id: 'classic',
    title: 'Classic five stages',
    category: 'Journeys',
    description: 'From awareness to advocacy, with touchpoints and emotions.',
  },
  {
    id: 'retention',
    title: 'Retention journey',
    category: 'Journeys',
    description: 'What keeps customers after the first purchase.',
  },
  {
    id: 'blueprint',
    title: 'Service blueprint',
    category: 'Services',
    description: 'Frontstage, backstage and the three lines between them.',
  },
  {
    id: 'saas',
    title: 'B2B SaaS onboarding',
    category: 'Services',
    description: 'From sign-up to the first value of a whole team.',
  },
  {
    id: 'flood-insurance',
    title: 'Flood insurance in Louisiana',
    category: 'Worked samples',
    description: 'From the first blog article to the policy.',
  },
  {
    id: 'first-ride',
    title: 'A first ride',
    category: 'Worked samples',
    description: 'The first trip with a ride-hailing app, minute by minute.',
  },
];
