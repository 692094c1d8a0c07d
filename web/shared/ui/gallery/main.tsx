// Every component in every state, for eyes and for pictures. Not part of what a city installs.
// #NAME shows one screen alone, #pieces every component in every state, #pieces/NAME one of them; no hash shows the sheet.
import '../../polyfills.ts';
import '../styles/index.css';
import './gallery.css';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { startTexts } from '../../texts/index.ts';
import { Pieces } from './pieces.tsx';
import { screens } from './screens.tsx';
import { Sheet } from './sheet.tsx';

function Gallery() {
  const [name, setName] = useState(location.hash.slice(1));
  useEffect(() => {
    const look = () => setName(location.hash.slice(1));
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  const [first, piece] = name.split('/');
  if (first === 'pieces') return <Pieces of={piece} />;
  const Screen = screens[name];
  return Screen ? <Screen key={name} /> : <Sheet />;
}

void startTexts().then(() => {
  const root = document.getElementById('app');
  if (root) render(<Gallery />, root);
});
