// Lets node:test run the .ts and .tsx sources directly (Node 20 cannot): types are stripped by the
// bundler's own transformer, style sheets are empty modules.
import { register } from 'node:module';

register('./ts-loader.mjs', import.meta.url);
