/** A value of the emotion scale as people write it: “+1.5”, “0”, “−0.5”. */
export function levelText(tenths: number): string {
  const value = Math.abs(tenths) / 10;
  if (tenths === 0) return '0';
  return `${tenths > 0 ? '+' : '−'}${value}`;
}
