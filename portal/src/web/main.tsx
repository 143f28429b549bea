import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import './theme.css'
import './shell/header.css'
import './components/signs.css'
import './layout.css'

createRoot(document.getElementById('root')!).render(<App />)
