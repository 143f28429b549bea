import type { MatterSummary } from '../../api/matters.ts'

const OTHER_THEME = '其他事项'

/** Matters by theme, in the order in which the themes come. */
export function themesOf(matters: MatterSummary[]): [string, MatterSummary[]][] {
  const themes = new Map<string, MatterSummary[]>()
  for (const matter of matters) {
    const theme = matter.theme || OTHER_THEME
    // What brings several matters together comes first.
    const others = themes.get(theme) ?? []
    themes.set(theme, matter.isJoint ? [matter, ...others] : [...others, matter])
  }
  return [...themes]
}
