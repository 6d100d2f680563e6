export const common = {
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  dismiss: 'Dismiss',
  failed: 'That did not work',
  justNow: 'Just now',
};
