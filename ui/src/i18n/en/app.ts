export const app = {
  name: 'Waymark',
  restored: 'The window was restored after a fault. Every edit is in the library.',
};
