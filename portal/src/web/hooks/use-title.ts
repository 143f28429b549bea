import { useEffect } from 'react'

/** The title of the browser's tab: the page first. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} - 联办` : '联办'
  }, [title])
}
