import { Button } from 'antd'
import { Link, useNavigate } from 'react-router-dom'
import { neighboursOf, placeOfList, type ListName } from '../hooks/list-memory.ts'
import { useKeys } from '../hooks/use-keys.ts'

interface Props {
  list: ListName
  id: string
  /** Name and address of the list. */
  title: string
  home: string
  /** Address of a neighbour. */
  addressOf: (id: string) => string
}

/** Above a case: back to the list as it was, previous and next of that list. Esc, `[` and `]` do the same. */
export function ListNav({ list, id, title, home, addressOf }: Props) {
  const navigate = useNavigate()
  const { previous, next, position, total } = neighboursOf(list, id)
  const go = (to: string | null) => to && void navigate(addressOf(to), { replace: true })
  useKeys({
    Escape: () => void navigate(placeOfList(list, home)),
    '[': () => go(previous),
    ']': () => go(next),
  })
  return (
    <nav className="list-nav" aria-label="列表">
      <Link to={placeOfList(list, home)}>{title}</Link>
      {position > 0 && (
        <span className="row">
          <Button size="small" disabled={!previous} onClick={() => go(previous)}>
            上一件
          </Button>
          <span className="quiet">
            {position} / {total}
          </span>
          <Button size="small" disabled={!next} onClick={() => go(next)}>
            下一件
          </Button>
        </span>
      )}
    </nav>
  )
}
