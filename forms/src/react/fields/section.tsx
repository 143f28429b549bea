import { observer, useField } from '@formily/react'
import { fieldAt } from '@lianban/forms'
import type { PropsWithChildren } from 'react'
import { useEnvironment } from '../context.ts'
import { SectionBox } from '../section-box.tsx'

/** A part of the form with a title. Shown as a step, the others stay where they are, unseen, with what was typed. */
export const Section = observer(({ children }: PropsWithChildren) => {
  const { session, step } = useEnvironment()
  const path = useField().path.toString()
  const field = fieldAt(session.schema, path)
  if (!field) return null
  const within = fieldAt(session.schema, field.containers[0] ?? '')
  // The tab is its heading and its frame.
  if (within?.component === 'Tabs') return <>{children}</>
  const outer = within === null || within.component === 'Steps'
  return (
    <SectionBox field={field} hidden={outer && step !== null && step !== path && session.isStep(path)} plain={!outer}>
      {children}
    </SectionBox>
  )
})
