import { observer, useField } from '@formily/react'
import { fieldAt } from '@lianban/forms'
import type { PropsWithChildren } from 'react'
import { useEnvironment } from '../context.ts'
import { GroupBox } from '../group-box.tsx'

/** Fields that belong together inside a section: side by side where there is room, and shut away where the form allows it. */
export const Group = observer(({ children }: PropsWithChildren) => {
  const { session } = useEnvironment()
  const path = useField().path.toString()
  const field = fieldAt(session.schema, path)
  if (!field) return null
  return (
    <GroupBox field={field} open={session.opened[path] !== false} onToggle={(open) => session.open(path, open)}>
      {children}
    </GroupBox>
  )
})
