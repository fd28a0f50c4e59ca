/** Where the web app begins in a browser: one Parley with cookie sessions, and the app over it. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { openParley } from './app/open-parley.ts'
import { pathOfHash } from './app/routes.ts'
import './styles.css'

const path = pathOfHash(location.hash)
if (path !== null) history.replaceState(null, '', path)

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App parley={openParley()} />
  </StrictMode>,
)

// in development a worker would answer with files that were just changed
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'))
}
