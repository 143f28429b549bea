import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

/*
 * The shell in two languages: log-in, navigation, what every page shares. A text is looked up by its Chinese words, so the code
 * reads as the screen does, and what has no English yet stays Chinese. Matters, forms and papers are the county's own: they are
 * in the language in which it wrote them.
 */

export type Language = 'zh-CN' | 'en-US'

export const LANGUAGES: { value: Language; label: string }[] = [
  { value: 'zh-CN', label: '中文' },
  { value: 'en-US', label: 'English' },
]

void i18next.use(initReactI18next).init({
  lng: 'zh-CN',
  fallbackLng: false,
  resources: {},
  // Words are the keys, and have stops and colons in them.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  returnEmptyString: false,
  react: { useSuspense: false },
})

/** Speaks the language from now on; English is fetched when it is first asked for. */
export async function speak(language: Language): Promise<void> {
  if (language === 'en-US' && !i18next.hasResourceBundle('en-US', 'translation')) {
    const { default: words } = await import('./locales/en-US.json')
    i18next.addResourceBundle('en-US', 'translation', words)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
