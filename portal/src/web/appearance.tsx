import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import type { Mode } from './theme.ts'
import { useMedia } from './hooks/use-media.ts'
import { speak, type Language } from './i18n.ts'

export type ModeChoice = Mode | 'system'

interface Appearance {
  mode: Mode
  choice: ModeChoice
  largeType: boolean
  language: Language
  choose(choice: ModeChoice): void
  setLargeType(on: boolean): void
  setLanguage(language: Language): void
}

const STORAGE_KEY = 'lianban.appearance'
/** For the plain pages, which the server draws: see server/middlewares/plain-page.ts. */
const LOOK_COOKIE = 'lianban_look'
const YEAR_S = 365 * 24 * 3_600
const Context = createContext<Appearance | null>(null)

type Kept = Pick<Appearance, 'choice' | 'largeType' | 'language'>

const UNTOUCHED: Kept = { choice: 'system', largeType: false, language: 'zh-CN' }

const lookWords = ({ choice, largeType }: Kept): string[] => [...(choice === 'system' ? [] : [choice]), ...(largeType ? ['large'] : [])]

function stored(): Kept {
  try {
    return { ...UNTOUCHED, ...(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as object) }
  } catch {
    return UNTOUCHED
  }
}

/** Light or dark (by the system unless chosen), large type and the language of the shell, kept on this device. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [kept, setKept] = useState(stored)
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const mode: Mode = kept.choice === 'system' ? (systemDark ? 'dark' : 'light') : kept.choice

  // Before the first paint, and before a page that asks for another one.
  useLayoutEffect(() => {
    document.documentElement.dataset.mode = mode
  }, [mode])
  useEffect(() => void speak(kept.language), [kept.language])
  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(kept))
    // Whoever has chosen nothing has no cookie of it.
    const look = lookWords(kept).join('.')
    document.cookie = `${LOOK_COOKIE}=${look}; Path=/; Max-Age=${look ? YEAR_S : 0}; SameSite=Lax`
  }, [kept])

  const value = useMemo<Appearance>(
    () => ({
      mode,
      ...kept,
      choose: (choice) => setKept((now) => ({ ...now, choice })),
      setLargeType: (largeType) => setKept((now) => ({ ...now, largeType })),
      setLanguage: (language) => setKept((now) => ({ ...now, language })),
    }),
    [mode, kept],
  )
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export function useAppearance(): Appearance {
  const value = useContext(Context)
  if (!value) throw new Error('useAppearance needs an AppearanceProvider')
  return value
}
