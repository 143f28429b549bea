import { sendBackNotPossible, taskNotFound } from '../../errors.ts'

/** What the engine says of a move that came too late, for people. */
export function moved(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code === 'TOKEN_NOT_FOUND' || code === 'INSTANCE_NOT_FOUND') return taskNotFound()
  if (code === 'MOVE_NOT_POSSIBLE' || code === 'AMBIGUOUS_SCOPE' || code === 'MODIFICATION_NOT_POSSIBLE')
    return sendBackNotPossible('办理路径已经变化,不能退回到所选环节。请刷新页面后重新选择')
  return error
}

/** What the engine says where a task that was sent back cannot go straight back to whoever sent it. */
export const NO_WAY_BACK: readonly string[] = ['MODIFICATION_NOT_POSSIBLE', 'AMBIGUOUS_SCOPE', 'ELEMENT_NOT_FOUND']
