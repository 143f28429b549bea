import { Grid } from 'antd'

/** Whether there is no room for labels beside inputs and for tables: a phone held upright, below 768 px. */
export function useNarrow(): boolean {
  const screens = Grid.useBreakpoint()
  return screens.md === false
}
