import { Button, Collapse } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { asApiError, type ApiError } from '../api/api-error.ts'
import type { PathView } from '../api/case-desk.ts'
import { PathPreview } from './path-preview.tsx'

/** It is looked ahead anew when the filling in rests. */
const REST_MS = 600

interface Props {
  label: string
  /** Looks ahead; asked while the fold is open, and again when it changes (keep it with `useCallback`). */
  load: () => Promise<PathView>
  /** Opens by itself, unless the person has closed it. */
  open?: boolean
  className: string
}

type Found = { view: PathView; error: null } | { view: null; error: ApiError }

/** What comes next, in a fold: nothing is asked of the server before somebody wants to see it. */
export function PathAhead({ label, load, open = false, className }: Props) {
  const [chosen, setChosen] = useState<boolean | null>(null)
  const [found, setFound] = useState<Found>()
  const [round, setRound] = useState(0)
  const asked = useRef(false)
  const shown = chosen ?? open
  useEffect(() => {
    if (!shown) return
    let left = false
    const ask = () => {
      asked.current = true
      load().then(
        (view) => !left && setFound({ view, error: null }),
        (thrown: unknown) => !left && setFound({ view: null, error: asApiError(thrown) }),
      )
    }
    const timer = setTimeout(ask, asked.current ? REST_MS : 0)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [load, shown, round])
  return (
    <Collapse
      size="small"
      className={className}
      activeKey={shown ? ['path'] : []}
      onChange={(keys) => setChosen(keys.length > 0)}
      items={[
        {
          key: 'path',
          label,
          children: found?.error ? (
            <p className="quiet" role="alert">
              现在不能推算后续环节:{found.error.message}{' '}
              <Button size="small" onClick={() => setRound(round + 1)}>
                重试
              </Button>
            </p>
          ) : (
            <PathPreview view={found?.view ?? undefined} narrow />
          ),
        },
      ]}
    />
  )
}
