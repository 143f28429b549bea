import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Mode } from './theme.ts'
import { useMedia } from './hooks/use-media.ts'

export type ModeChoice = Mode | 'system'

interface Appearance {
  mode: Mode
  choice: ModeChoice
  largeType: boolean
  choose(choice: ModeChoice): void
  setLargeType(on: boolean): void
}

const STORAGE_KEY = 'lianban.appearance'
const Context = createContext<Appearance | null>(null)

function stored(): { choice: ModeChoice; largeType: boolean } {
  try {
    return { choice: 'system', largeType: false, ...(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as object) }
  } catch {
    return { choice: 'system', largeType: false }
  }
}

/** Light or dark (by the system unless chosen) and large type, kept on this device. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const [kept, setKept] = useState(stored)
  const systemDark = useMedia('(prefers-color-scheme: dark)')
  const mode: Mode = kept.choice === 'system' ? (systemDark ? 'dark' : 'light') : kept.choice

  useEffect(() => {
    document.documentElement.dataset.mode = mode
  }, [mode])
  useEffect(() => {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(kept))
  }, [kept])

  const value = useMemo<Appearance>(
    () => ({
      mode,
      ...kept,
      choose: (choice) => setKept((now) => ({ ...now, choice })),
      setLargeType: (largeType) => setKept((now) => ({ ...now, largeType })),
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
