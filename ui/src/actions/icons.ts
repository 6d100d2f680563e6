import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ChevronsDownUp from '@lucide/svelte/icons/chevrons-down-up';
import Circle from '@lucide/svelte/icons/circle';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import ClipboardPaste from '@lucide/svelte/icons/clipboard-paste';
import Contrast from '@lucide/svelte/icons/contrast';
import Copy from '@lucide/svelte/icons/copy';
import CopyPlus from '@lucide/svelte/icons/copy-plus';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import Link from '@lucide/svelte/icons/link-2';
import Milestone from '@lucide/svelte/icons/milestone';
import Pencil from '@lucide/svelte/icons/pencil';
import Plus from '@lucide/svelte/icons/plus';
import Rows from '@lucide/svelte/icons/rows-3';
import Scissors from '@lucide/svelte/icons/scissors';
import Split from '@lucide/svelte/icons/separator-vertical';
import Star from '@lucide/svelte/icons/star';
import Note from '@lucide/svelte/icons/sticky-note';
import Trash from '@lucide/svelte/icons/trash-2';
import User from '@lucide/svelte/icons/user';
import type { Component } from 'svelte';

type Icon = Component<{ size?: number | string; 'aria-hidden'?: 'true' }>;

/** What actions look like where there is no room for their names. */
export const icons: Record<string, Icon> = {
  edit: Pencil,
  'add-below': ArrowDown,
  'add-here': Plus,
  'add-solution': Lightbulb,
  'add-step': Plus,
  'add-stage': Milestone,
  'add-lane': Rows,
  'add-note': Note,
  'add-persona': User,
  link: Link,
  evidence: CircleDot,
  'evidence-observed': Circle,
  'evidence-assumed': Contrast,
  'evidence-proposed': CircleDashed,
  star: Star,
  duplicate: CopyPlus,
  remove: Trash,
  cut: Scissors,
  copy: Copy,
  paste: ClipboardPaste,
  'split-stage': Split,
  'collapse-lane': ChevronsDownUp,
  'hide-lane': EyeOff,
};
