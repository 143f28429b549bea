/** As many files as were handed in of each material, without a name. */
export const filesOf = (materials: Readonly<Record<string, number>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(materials).flatMap(([key, count]) => (count > 0 ? [[key, Array<string>(count).fill('')]] : [])))
