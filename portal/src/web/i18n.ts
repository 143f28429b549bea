import { useMemo, useSyncExternalStore } from 'react'

/*
 * The shell in two languages: log-in, navigation, what every page shares. A text is looked up by its Chinese words, so the code
 * reads as the screen does, and what has no English yet stays Chinese. Matters, forms and papers are the county's own: they are
 * in the language in which it wrote them. Two languages without plurals need a look-up and no library: i18next with its React
 * part is 20 kB of what an applicant's telephone loads first.
 */

export type Language = 'zh-CN' | 'en-US'

export const LANGUAGES: { value: Language; label: string }[] = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en-US', label: 'English' },
]

/** @param values for `{{name}}` in the words. @param otherwise what is said where there is no translation. @default the words */
export type Translate = (words: string, values?: Readonly<Record<string, string | number>>, otherwise?: string) => string

type Dictionary = Readonly<Record<string, string>>

let dictionary: Dictionary | null = null
let wanted: Language = 'zh-CN'
const listeners = new Set<() => void>()

/** Speaks the language from now on; English is fetched when it is first asked for. */
export async function speak(language: Language): Promise<void> {
  wanted = language
  const words = language === 'en-US' ? ((await import('./locales/en-US.json')) as { default: Dictionary }).default : null
  // Somebody may have changed his mind meanwhile.
  if (wanted !== language) return
  dictionary = words
  document.documentElement.lang = language
  listeners.forEach((listener) => listener())
}

/** Looks words up in the language that is spoken now. */
export function useTranslation(): { t: Translate } {
  const spoken = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => dictionary,
  )
  return useMemo(() => ({ t: (words, values = {}, otherwise = words) => filledIn(spoken?.[words] ?? otherwise, values) }), [spoken])
}

const filledIn = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
