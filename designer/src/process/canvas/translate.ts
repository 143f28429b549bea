import { ZH } from './zh.ts'

/** Words that nobody has translated, as they were asked for. A test opens every menu and finds none. */
export const untranslated = new Set<string>()

/** diagram-js's translation service: `{name}` stands for a value. */
export function translate(template: string, replacements: Record<string, string> = {}): string {
  const words = ZH[template]
  if (words === undefined && /[A-Za-z]{2}/.test(template)) untranslated.add(template)
  return (words ?? template).replace(/\{([^}]+)\}/g, (_, name: string) => replacements[name] ?? '')
}

export const translateModule = { translate: ['value', translate] }
