import { observer } from '@formily/react'
import type { PropsWithChildren } from 'react'

/** The sections of a form that is filled in step by step: the form itself shows one at a time, see LianbanForm. */
export const Steps = observer(({ children }: PropsWithChildren) => <>{children}</>)
