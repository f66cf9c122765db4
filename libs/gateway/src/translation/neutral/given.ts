export { given } from '@onegate/platform';
