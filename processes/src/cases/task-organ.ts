/**
 * The organ that has a task: the one whose posts are its candidates, else the one in charge of the case.
 * @param candidateGroups `${organId}:${post}`
 */
export function organOfTask(candidateGroups: readonly string[], inCharge: string): string {
  const organs = new Set(candidateGroups.map((group) => group.slice(0, group.lastIndexOf(':'))))
  return organs.size === 1 ? [...organs][0]! : inCharge
}
