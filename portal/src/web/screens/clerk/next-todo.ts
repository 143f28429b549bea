import { paths } from '../../api/api.ts'
import { request } from '../../api/client.ts'
import type { InboxPage } from '../../api/tasks.ts'
import { neighboursOf, nextOf, placeOfList } from '../../hooks/list-memory.ts'
import { choiceOf, paramsOf } from './inbox-choice.ts'

/** As many as the server gives at once. */
const PAGE = 200

/**
 * The to-do that is opened after one is done: the next one of the list that it was opened from, as that list is narrowed and sorted.
 * Opened from no list, it is what the server names. Null: none waits there.
 */
export async function nextTodo(doneTaskId: string, named: string | null): Promise<string | null> {
  if (neighboursOf('inbox', doneTaskId).position === 0) return named
  const choice = choiceOf(new URLSearchParams(placeOfList('inbox', '').split('?')[1] ?? ''))
  const page = await request<InboxPage>(paths.inbox({ view: 'todo', ...paramsOf(choice), limit: PAGE })).catch(() => null)
  if (!page) return named
  return nextOf(
    'inbox',
    doneTaskId,
    page.items.map(({ taskId }) => taskId),
  )
}
