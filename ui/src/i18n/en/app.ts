export const app = { name: 'Waymark' };
