import { useEffect, type RefObject } from 'react'

const MARK = 'data-proved'

/** Marks the fields of a form that stand within `place`, and brings the first of them into view. Forms name their fields by `data-field`. */
export function useMarkedFields(place: RefObject<HTMLElement | null>, paths: readonly string[]): void {
  const wanted = paths.join(' ')
  useEffect(() => {
    const found = wanted === '' ? [] : [...(place.current?.querySelectorAll<HTMLElement>(selectorOf(wanted.split(' '))) ?? [])]
    for (const field of found) field.setAttribute(MARK, '')
    found[0]?.scrollIntoView({ block: 'nearest' })
    return () => found.forEach((field) => field.removeAttribute(MARK))
  }, [place, wanted])
}

const selectorOf = (paths: readonly string[]): string => paths.map((path) => `[data-field="${CSS.escape(path)}"]`).join(',')
