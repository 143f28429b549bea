import { Grid } from 'antd'
import { type RefObject, useEffect, useState } from 'react'

/** Whether there is no room for labels beside inputs: a phone held upright, below 768 px. */
export function useNarrow(): boolean {
  const screens = Grid.useBreakpoint()
  return screens.md === false
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
