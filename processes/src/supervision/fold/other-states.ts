/** The cases of a matter beside each other: who waits since when, and how it was decided. */
export interface MatterState {
  /** Case → receipt, epoch milliseconds: nobody has dealt with it yet. */
  waiting: Record<string, number>
  granted: number
  refused: number
}

/** What a person did lately. */
export interface PersonState {
  /** Day of the counts, `2026-09-18`. */
  day: string
  refused: number
  exports: number
  exportedRows: number
  /** Instants of the last closings by this person. */
  closings: number[]
}

/** How the cases of an organ ended in a month. */
export interface MonthState {
  closed: number
  results: Record<string, number>
}

/** Where an expert or a group of bidders turned up. */
export interface SeenState {
  times: number
  subjects: string[]
}

export interface SystemState {
  lastAt: number
}

export const newMatterState = (): MatterState => ({ waiting: {}, granted: 0, refused: 0 })
export const newPersonState = (): PersonState => ({ day: '', refused: 0, exports: 0, exportedRows: 0, closings: [] })
export const newMonthState = (): MonthState => ({ closed: 0, results: {} })
export const newSeenState = (): SeenState => ({ times: 0, subjects: [] })
export const newSystemState = (): SystemState => ({ lastAt: 0 })
