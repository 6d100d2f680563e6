export const common = {
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  failed: 'That did not work',
  justNow: 'Just now',
};
