export { host } from '#host';
export { type Host, HostError } from './host';
export type * from './types';
