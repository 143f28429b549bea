import { Grid } from 'antd'
import { createContext, type RefObject, useContext, useEffect, useState } from 'react'

/** Whether the frame around a form is narrow, where it is not as wide as the window: a designer's preview. Null asks the window. */
export const NarrowContext = createContext<boolean | null>(null)

/** Whether there is no room for labels beside inputs: a phone held upright, below 768 px. */
export function useNarrow(): boolean {
  const framed = useContext(NarrowContext)
  const screens = Grid.useBreakpoint()
  return framed ?? screens.md === false
}

/** The width of an element in CSS pixels, kept up to date; null before it is drawn, told before it is painted. */
export function useWidth(element: RefObject<HTMLElement>): number | null {
  const [width, setWidth] = useState<number | null>(null)
  useEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new ResizeObserver(() => setWidth(target.clientWidth))
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return width
}
