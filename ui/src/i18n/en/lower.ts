/** A label as it stands inside a sentence. */
export function lower(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
