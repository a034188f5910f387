import { createApp } from 'vue';
import './handheld.css';
import HandheldApp from './HandheldApp.vue';
import { startWords } from './words';
import '../theme/theme';

startWords();
createApp(HandheldApp).mount('#handheld');
